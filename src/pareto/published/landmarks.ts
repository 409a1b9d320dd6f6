/** Networks that most papers on binary networks compare with: named in a chart before others. */
export const LANDMARKS: ReadonlySet<string> = new Set([
  ...["ReActNet-A", "XNOR-Net (ResNet-18)", "Bi-RealNet-18", "MeliusNet59"],
]);
