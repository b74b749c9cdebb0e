/**
 * Whose turn it is in a thread that got several calls: the number of the call that may begin next, in memory that both sides share. Taking calls back works
 * while the thread is busy, and a call is either begun or taken back, never both.
 */
export class Turns {
  /** The worker begins a call by `compareExchange(memory, 0, turn, turn + 1)`, and leaves out the call where that fails. */
  public readonly memory = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  private next = 0;

  /** The turn of the call that is handed over now. */
  public take(): number {
    const turn = this.next;
    // 32 bits, as in the memory.
    this.next = (turn + 1) | 0;
    return turn;
  }

  /** Takes back the calls that haven't begun. Returns how many they are. */
  public takeBack(): number {
    for (;;) {
      const turn = Atomics.load(this.memory, 0);
      if (Atomics.compareExchange(this.memory, 0, turn, this.next) === turn) {
        return (this.next - turn) | 0;
      }
    }
  }
}
