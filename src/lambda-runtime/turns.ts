/**
 * Whose turn it is in a thread that got several calls: the number of the call that may begin next, in memory that both sides share. Taking calls back works
 * while the thread is busy, and a call is either begun or taken back, never both. Numbers have 32 bits, and begin anew behind the largest.
 */
export class Turns {
  /** The worker begins a call by `compareExchange(memory, 0, turn, turn + 1)`, and leaves out the call where that fails. */
  public readonly memory = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  private readonly next = new Int32Array(1);

  /** The turn of the call that is handed over now. */
  public take(): number {
    return this.next[0]++;
  }

  /** Takes back the calls that haven't begun. Returns how many they are. */
  public takeBack(): number {
    for (;;) {
      const turn = Atomics.load(this.memory, 0);
      if (Atomics.compareExchange(this.memory, 0, turn, this.next[0]) === turn) return Int32Array.of(this.next[0] - turn)[0];
    }
  }
}
