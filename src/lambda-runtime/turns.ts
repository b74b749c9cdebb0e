/**
 * The number of the call that may begin next in a thread that holds several, in memory that both sides share. Calls can be taken back while the thread is
 * busy, and each call is either begun or taken back, never both. Numbers have 32 bits and wrap around.
 */
export class Turns {
  /** The worker begins a call by `compareExchange(memory, 0, turn, turn + 1)`, and skips the call if that fails. */
  public readonly memory = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  private readonly next = new Int32Array(1);

  /** The turn of the next call. */
  public take(): number {
    return this.next[0]++;
  }

  /** Takes back the calls that haven't begun. Returns their number. */
  public takeBack(): number {
    for (;;) {
      const turn = Atomics.load(this.memory, 0);
      if (Atomics.compareExchange(this.memory, 0, turn, this.next[0]) === turn) return Int32Array.of(this.next[0] - turn)[0];
    }
  }
}
