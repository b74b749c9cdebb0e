import { Emulator } from '../../src/emulator';
import type { Examined } from '../../src/report';
import { verify, type VerifyOptions } from '../../src/verify';

/** A report on a template, as `cdk-cors check` hands it to a format. */
export function examined(template: unknown, options: VerifyOptions = {}): Examined {
  const emulator = Emulator.fromTemplate(template, { stackName: 'Shop' });
  return {
    report: verify(emulator, options),
    app: 'shop.json',
    entrances: emulator.entrances,
    policy: options.policy,
    version: '1.2.3',
    placeOf: () => ({ file: 'cdk.out/Shop, 50%:1.template.json', line: 12, column: 3 }),
  };
}

export const PLAIN = { colour: false, quiet: false };
