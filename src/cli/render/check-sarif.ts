import manifest from "../../../package.json" with { type: "json" };
import type { CheckResult } from "../../results/check-result.ts";
import { type Finding, findingsOf, RULES } from "./check-findings.ts";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
const RULE_IDS = Object.keys(RULES) as (keyof typeof RULES)[];

/** What is not fine as a SARIF 2.1.0 log, for code scanning. */
export function checkSarif(result: CheckResult): string {
  const rules = RULE_IDS.map((id) => ({ id, shortDescription: { text: RULES[id] } }));
  const driver = { name: "AceMeter", version: manifest.version, rules };
  const results = findingsOf(result).map(sarifResult);
  const log = { $schema: SCHEMA, version: "2.1.0", runs: [{ tool: { driver }, results }] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function sarifResult({ rule, level, title, text, model, key, file, line }: Finding) {
  return {
    ruleId: rule,
    ruleIndex: RULE_IDS.indexOf(rule as keyof typeof RULES),
    level,
    message: { text: `${title}: ${text}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(file) },
          region: { startLine: line },
        },
        logicalLocations: [{ fullyQualifiedName: model, kind: "module" }],
      },
    ],
    partialFingerprints: { "aceCheck/v1": `${model} ${rule} ${key}` },
  };
}
