import { GRU_CELL, gruSteps } from "../core/gru-steps.ts";
import { LSTM_CELL, lstmSteps } from "../core/lstm-steps.ts";
import { RNN_CELL, rnnSteps } from "../core/rnn-steps.ts";
import { recurrentLayer, withCoupledGates } from "./recurrent-layer.ts";

/** Source: ONNX `RNN`. */
export const rnn = recurrentLayer("RNN", RNN_CELL, rnnSteps);

/** Source: ONNX `GRU`. */
export const gru = recurrentLayer("GRU", GRU_CELL, gruSteps);

/** Weights of the forget gate are not used where it is coupled to the input gate. Source: ONNX `LSTM`. */
export const lstm = recurrentLayer("LSTM", LSTM_CELL, lstmSteps, withCoupledGates);
