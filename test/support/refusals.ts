/** A wrong call: its name, the call, the stable code, and what the message must name, the value and the remedy among it. */
export type WrongCall = [name: string, call: () => unknown, code: string, mentions: string[]];

/** One test a wrong call. A refusal is one readable sentence that ends with its code. */
export function testRefusals(calls: readonly WrongCall[]): void {
  test.each(calls)('%s', (_name, call, code, mentions) => {
    const message = refusalOf(call);
    for (const mention of mentions) {
      expect(message).toContain(mention);
    }
    expect(message).toMatch(new RegExp(`\\[cdk-cors:${code}\\]$`));
    expect(message.split('\n')).toHaveLength(1);
  });

  test('the same call isn\'t in the table twice', () => {
    expect(new Set(calls.map(([name]) => name)).size).toBe(calls.length);
  });
}

function refusalOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the call was accepted');
}
