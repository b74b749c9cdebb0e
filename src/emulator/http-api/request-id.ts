/** A request id in the look of API Gateway's, such as `JKJaXmPLvHcESHA=`. It is made of the time and a number, so that a run can be repeated. */
export function requestIdOf(now: number, sequence: number): string {
  const bytes = new Uint8Array(11);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt.asUintN(64, BigInt(Math.trunc(Number.isFinite(now) ? now : 0))));
  view.setUint16(8, Math.trunc(sequence / 256) % 65_536);
  view.setUint8(10, sequence % 256);
  return btoa(String.fromCharCode(...bytes.reverse()));
}
