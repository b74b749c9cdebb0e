/**
 * In which order Chromium goes through a request's headers. It names the first header that a preflight did not allow, and its
 * headers come out of a hash table, so which is first takes the table and the hash: Blink's WTF::HashMap and rapidhash.
 */

// A hash is made of bits.
/* eslint-disable no-bitwise */

// third_party/rapidhash/rapidhash.h
const SEED = 0xbdd89aa982704029n;
const SECRET = [0x2d358dccaa6c78a5n, 0x8bb84b93962eacc9n, 0x4b33a62ed433d4a3n] as const;
const MASK_64 = (1n << 64n) - 1n;

// third_party/blink/renderer/platform/wtf/hash_table.h
const MINIMUM_TABLE_SIZE = 8;
const MAX_LOAD = 2;
const HASH_MASK = 0xffffffn;

// What the browser adds before it asks, after the page's own
const ACCEPT = 'accept';
const CLIENT_HINTS = ['sec-ch-ua', 'sec-ch-ua-mobile', 'sec-ch-ua-platform'];

const hashes = new Map<string, number>();

/**
 * The names of a request's headers as Chromium's network service has them.
 *
 * @param names in lower case, in the order in which the page's API keeps them
 * @param secure whether the URL is potentially trustworthy, so that client hints are sent
 * @see https://source.chromium.org/chromium/chromium/src/+/main:third_party/blink/renderer/platform/network/http_header_map.h
 */
export function chromiumHeaderOrder(names: readonly string[], secure: boolean): readonly string[] {
  let table = emptyTable(MINIMUM_TABLE_SIZE);
  let count = 0;
  for (const name of [...names, ...secure ? CLIENT_HINTS : [], ACCEPT]) {
    // the page's own Accept is set anew, and the table counts that as one more
    if (!table.includes(name)) {
      insert(table, name);
    }
    count += 1;
    if (count * MAX_LOAD >= table.length) {
      const larger = emptyTable(table.length * 2);
      table.forEach((moved) => moved === undefined || insert(larger, moved));
      table = larger;
    }
  }
  return table.filter((name) => name !== undefined);
}

function emptyTable(size: number): (string | undefined)[] {
  return new Array<string | undefined>(size).fill(undefined);
}

/** Quadratic probing. */
function insert(table: (string | undefined)[], name: string): void {
  let index = hash(name) % table.length;
  for (let probe = 1; table[index] !== undefined; probe += 1) {
    index = (index + probe) % table.length;
  }
  table[index] = name;
}

/** CaseFoldingHash: of the lower-case name as UTF-16, little endian. */
function hash(name: string): number {
  let known = hashes.get(name);
  if (known === undefined) {
    known = Number(rapidhash(Buffer.from(name, 'utf16le')) & HASH_MASK);
    hashes.set(name, known);
  }
  return known;
}

/** rapidhash_internal, for the lengths that a header name has in UTF-16: at least two bytes. */
function rapidhash(key: Buffer): bigint {
  const length = BigInt(key.length);
  let seed = SEED ^ mix(SEED ^ SECRET[0], SECRET[1]) ^ length;
  let a: bigint;
  let b: bigint;
  if (key.length <= 16) {
    // CaseFoldingHashReader::ReadSmall: a single character as it is
    [a, b] = key.length >= 4 ? readMedium(key) : [BigInt(key.readUInt16LE(0)), 0n];
  } else {
    let offset = 0;
    [seed, offset] = absorb(key, seed);
    const rest = key.length - offset;
    if (rest > 16) {
      seed = mix(key.readBigUInt64LE(offset) ^ SECRET[2], key.readBigUInt64LE(offset + 8) ^ seed ^ SECRET[1]);
    }
    if (rest > 32) {
      seed = mix(key.readBigUInt64LE(offset + 16) ^ SECRET[2], key.readBigUInt64LE(offset + 24) ^ seed);
    }
    a = key.readBigUInt64LE(key.length - 16);
    b = key.readBigUInt64LE(key.length - 8);
  }
  const product = (a ^ SECRET[1]) * (b ^ seed);
  return mix((product & MASK_64) ^ SECRET[0] ^ length, (product >> 64n) ^ SECRET[1]);
}

/** rapid_mix: the two halves of the product. */
function mix(a: bigint, b: bigint): bigint {
  const product = a * b;
  return (product & MASK_64) ^ (product >> 64n);
}

/** Four to sixteen bytes, as two overlapping halves. */
function readMedium(key: Buffer): readonly [bigint, bigint] {
  const last = key.length - 4;
  const delta = key.length >= 8 ? 4 : 0;
  const read = (offset: number) => BigInt(key.readUInt32LE(offset));
  return [(read(0) << 32n) | read(last), (read(delta) << 32n) | read(last - delta)];
}

/** Takes in 48 bytes at a time while there are more than 48: the new seed, and how far it came. */
function absorb(key: Buffer, start: bigint): [bigint, number] {
  if (key.length <= 48) return [start, 0];
  const seeds = [start, start, start];
  let offset = 0;
  for (; key.length - offset >= 48; offset += 48) {
    for (let lane = 0; lane < 3; lane += 1) {
      const at = offset + 16 * lane;
      seeds[lane] = mix(key.readBigUInt64LE(at) ^ SECRET[lane], key.readBigUInt64LE(at + 8) ^ seeds[lane]);
    }
  }
  return [seeds[0] ^ seeds[1] ^ seeds[2], offset];
}
