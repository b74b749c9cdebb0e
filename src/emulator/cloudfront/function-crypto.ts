/**
 * The module `crypto` of CloudFront Functions: `createHash` and `createHmac` with MD5, SHA-1 and SHA-256.
 *
 * JavaScript of the functions' own context, as MODULES, and of nothing but numbers: no object of this process is to be in reach there.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 */
export const CRYPTO = String.raw`
  const rotated = (word, bits) => (word << bits) | (word >>> (32 - bits));
  // The first bits of the fractional parts of roots, and of sines: where the constants of the algorithms come from.
  const fraction = (value) => Math.floor((value - Math.floor(value)) * 4294967296) | 0;
  const PRIMES = [];
  for (let candidate = 2; PRIMES.length < 64; candidate += 1) {
    if (PRIMES.every((prime) => candidate % prime !== 0)) { PRIMES.push(candidate); }
  }
  const CUBE_ROOTS = PRIMES.map((prime) => fraction(Math.cbrt(prime)));
  const SINES = PRIMES.map((_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 4294967296) | 0);

  // Blocks of sixteen words: the bytes, a one, zeroes, and the number of bits at the end.
  function blocksOf(bytes, isLittleEndian) {
    const padded = bytes.concat(128, new Array((119 - bytes.length % 64) % 64).fill(0));
    const bits = [Math.floor(bytes.length / 536870912), (bytes.length * 8) >>> 0];
    const blocks = [];
    for (let at = 0; at < padded.length; at += 4) {
      if (at % 64 === 0) { blocks.push([]); }
      const [a, b, c, d] = isLittleEndian ? [3, 2, 1, 0] : [0, 1, 2, 3];
      blocks[blocks.length - 1].push((padded[at + a] << 24) | (padded[at + b] << 16) | (padded[at + c] << 8) | padded[at + d]);
    }
    blocks[blocks.length - 1].push(...isLittleEndian ? bits.reverse() : bits);
    return blocks;
  }
  function bytesOfWords(words, isLittleEndian) {
    return words.flatMap((word) => (isLittleEndian ? [0, 8, 16, 24] : [24, 16, 8, 0]).map((shift) => (word >>> shift) & 255));
  }
  const summed = (words, others) => words.map((word, index) => (word + others[index]) | 0);

  function md5(bytes) {
    const SHIFTS = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let words = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
    for (const block of blocksOf(bytes, true)) {
      let [a, b, c, d] = words;
      for (let step = 0; step < 64; step += 1) {
        const round = step >> 4;
        const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round];
        const taken = block[[step, 5 * step + 1, 3 * step + 5, 7 * step][round] % 16];
        [a, b, c, d] = [d, (b + rotated((a + mixed + SINES[step] + taken) | 0, SHIFTS[round][step % 4])) | 0, b, c];
      }
      words = summed(words, [a, b, c, d]);
    }
    return bytesOfWords(words, true);
  }
  function sha1(bytes) {
    let words = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0];
    for (const block of blocksOf(bytes, false)) {
      let [a, b, c, d, e] = words;
      for (let step = 0; step < 80; step += 1) {
        if (step > 15) { block[step] = rotated(block[step - 3] ^ block[step - 8] ^ block[step - 14] ^ block[step - 16], 1); }
        const round = Math.floor(step / 20);
        const mixed = [(b & c) | (~b & d), b ^ c ^ d, (b & c) | (b & d) | (c & d), b ^ c ^ d][round];
        const constant = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][round];
        [a, b, c, d, e] = [(rotated(a, 5) + mixed + e + constant + block[step]) | 0, a, rotated(b, 30), c, d];
      }
      words = summed(words, [a, b, c, d, e]);
    }
    return bytesOfWords(words, false);
  }
  function sha256(bytes) {
    let words = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
    for (const block of blocksOf(bytes, false)) {
      let [a, b, c, d, e, f, g, h] = words;
      for (let step = 0; step < 64; step += 1) {
        if (step > 15) {
          const [early, late] = [block[step - 15], block[step - 2]];
          block[step] = (block[step - 16] + block[step - 7] + (rotated(early, 25) ^ rotated(early, 14) ^ (early >>> 3)) +
            (rotated(late, 15) ^ rotated(late, 13) ^ (late >>> 10))) | 0;
        }
        const first = (h + (rotated(e, 26) ^ rotated(e, 21) ^ rotated(e, 7)) + ((e & f) ^ (~e & g)) + CUBE_ROOTS[step] + block[step]) | 0;
        const second = ((rotated(a, 30) ^ rotated(a, 19) ^ rotated(a, 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
      }
      words = summed(words, [a, b, c, d, e, f, g, h]);
    }
    return bytesOfWords(words, false);
  }
  const HASHES = { md5, sha1, sha256 };
  function hashNamed(algorithm) {
    if (!Object.hasOwn(HASHES, algorithm)) { throw new TypeError('not supported algorithm: "' + algorithm + '"'); }
    return HASHES[algorithm];
  }
  class Hash {
    constructor(digestOf) {
      this.digestOf = digestOf;
      this.bytes = [];
    }
    update(data, encoding) {
      if (this.bytes === undefined) { throw new Error('Digest already called'); }
      this.bytes = this.bytes.concat(bytesOf(data, encoding));
      return this;
    }
    digest(encoding) {
      if (this.bytes === undefined) { throw new Error('Digest already called'); }
      const made = Buffer.from(this.digestOf(this.bytes));
      this.bytes = undefined;
      // Runtime 1.0 has no Buffer.
      return encoding === undefined ? (state.hasPromises ? made : latin1(Array.from(made))) : made.toString(encoding);
    }
  }
  function hmacOf(hash, key) {
    const short = key.length > 64 ? hash(key) : key;
    const block = short.concat(new Array(64 - short.length).fill(0));
    return (bytes) => hash(block.map((each) => each ^ 92).concat(hash(block.map((each) => each ^ 54).concat(bytes))));
  }
  const crypto = {
    createHash: (algorithm) => new Hash(hashNamed(algorithm)),
    createHmac: (algorithm, key) => new Hash(hmacOf(hashNamed(algorithm), bytesOf(key))),
  };
`;
