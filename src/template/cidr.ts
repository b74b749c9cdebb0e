/**
 * What Fn::Cidr gives: so many blocks of addresses, one after the other, from the start of a block.
 *
 * @param bits of each block's own addresses; AWS makes IPv6 blocks of 64 bits where it isn't given, and wants it for IPv4
 * @returns undefined where CloudFormation would refuse
 */
export function cidr(block: string, count: number, bits?: number): string[] | undefined {
  const [address, prefixText, ...rest] = block.split('/');
  const version = address.includes(':') ? IPV6 : IPV4;
  const start = version.parse(address);
  const prefix = Number(prefixText);
  const hostBits = bits ?? version.defaultBits;
  if (start === undefined || rest.length > 0 || !/^\d{1,3}$/.test(prefixText ?? '') || prefix > version.bits) return undefined;
  if (!Number.isInteger(count) || count < 1 || count > 256 || !Number.isInteger(hostBits) || hostBits < 1) return undefined;
  if (hostBits > version.bits) return undefined;
  const size = 2n ** BigInt(hostBits);
  const room = 2n ** BigInt(version.bits - prefix);
  if (BigInt(count) * size > room) return undefined;
  const first = start - (start % room);
  return Array.from({ length: count }, (_, index) => `${version.write(first + BigInt(index) * size)}/${version.bits - hostBits}`);
}

interface Version {
  readonly bits: number;
  readonly defaultBits: number;
  parse(address: string): bigint | undefined;
  write(address: bigint): string;
}

const IPV4: Version = {
  bits: 32,
  defaultBits: 0,
  parse: (address) => {
    const parts = address.split('.');
    if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined;
    return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  },
  write: (address) => [24n, 16n, 8n, 0n].map((bit) => (address / 2n ** bit) % 256n).join('.'),
};

const IPV6: Version = {
  bits: 128,
  defaultBits: 64,
  parse: (address) => {
    const halves = address.split('::');
    if (halves.length > 2) return undefined;
    const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
    const missing = 8 - head.length - (tail?.length ?? 0);
    const parts = [...head, ...Array<string>(tail === undefined || missing < 0 ? 0 : missing).fill('0'), ...(tail ?? [])];
    if (parts.length !== 8 || parts.some((part) => !/^[\da-fA-F]{1,4}$/.test(part))) return undefined;
    return parts.reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n);
  },
  write: (address) => {
    const parts = Array.from({ length: 8 }, (_, index) => ((address / 65536n ** BigInt(7 - index)) % 65536n).toString(16));
    return parts.join(':').replace(/(^|:)0(:0)+$/, '::').replace(/::+/, '::');
  },
};
