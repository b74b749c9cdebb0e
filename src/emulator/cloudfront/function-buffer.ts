/**
 * `Buffer`, `TextEncoder`, `TextDecoder`, `atob` and `btoa` of CloudFront Functions in runtime 2.0, and the methods of texts that runtime 1.0 has instead.
 *
 * It is JavaScript of the functions' own context, as MODULES, and of nothing but numbers: no object of this process is to be in reach there.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 */
export const BUFFER = String.raw`
  const CODES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  function bytesOfBase64(value) {
    const clean = NativeString(value).replace(/=[^]*$/, '').replace(/-/g, '+').replace(/_/g, '/').replace(/[^A-Za-z0-9+/]/g, '');
    const bytes = [];
    for (let at = 0; at + 1 < clean.length; at += 4) {
      const [a, b, c, d] = [0, 1, 2, 3].map((step) => CODES.indexOf(clean[at + step] || 'A'));
      const given = Math.min(4, clean.length - at);
      bytes.push((a << 2) | (b >> 4), ...given > 2 ? [((b & 15) << 4) | (c >> 2)] : [], ...given > 3 ? [((c & 3) << 6) | d] : []);
    }
    return bytes;
  }
  function base64(bytes) {
    let out = '';
    for (let at = 0; at < bytes.length; at += 3) {
      const bits = (bytes[at] << 16) | ((bytes[at + 1] || 0) << 8) | (bytes[at + 2] || 0);
      out += CODES[bits >> 18] + CODES[(bits >> 12) & 63] + (at + 1 < bytes.length ? CODES[(bits >> 6) & 63] : '=') +
        (at + 2 < bytes.length ? CODES[bits & 63] : '=');
    }
    return out;
  }
  const base64url = (bytes) => base64(bytes).replace(/[+]/g, '-').replace(/[/]/g, '_').replace(/=/g, '');
  function utf8(value) {
    const escaped = encodeURIComponent(NativeString(value).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd'));
    return (escaped.match(/%..|[^%]/g) || []).map((each) => each.length === 3 ? parseInt(each.slice(1), 16) : each.charCodeAt(0));
  }
  // How many bytes a sequence has that begins with this one, and what the second may be (Encoding standard).
  function sequenceOf(first) {
    return first < 128 ? [1] : first < 0xc2 ? undefined : first < 0xe0 ? [2, 0x80, 0xbf] : first < 0xf0 ? [3, first === 0xe0 ? 0xa0 : 0x80, first === 0xed ? 0x9f : 0xbf]
      : first < 0xf5 ? [4, first === 0xf0 ? 0x90 : 0x80, first === 0xf4 ? 0x8f : 0xbf] : undefined;
  }
  // What is no UTF-8 becomes U+FFFD, or is the caller's error.
  function fromUtf8(bytes, isFatal) {
    let out = '';
    for (let at = 0; at < bytes.length;) {
      const [length, low, high] = sequenceOf(bytes[at]) || [0];
      let code = length === 1 ? bytes[at] : bytes[at] & (127 >> length);
      let taken = 1;
      while (taken < length && bytes[at + taken] >= (taken === 1 ? low : 0x80) && bytes[at + taken] <= (taken === 1 ? high : 0xbf)) {
        code = (code << 6) | (bytes[at + taken] & 63);
        taken += 1;
      }
      if (taken !== length && isFatal) { throw new TypeError('The encoded data was not valid'); }
      out += taken === length ? NativeString.fromCodePoint(code) : '\ufffd';
      at += taken;
    }
    return out;
  }
  const latin1 = (bytes) => bytes.map((each) => NativeString.fromCharCode(each)).join('');
  const hex = (bytes) => bytes.map((each) => (each < 16 ? '0' : '') + each.toString(16)).join('');
  const ENCODINGS = {
    'utf8': [utf8, fromUtf8],
    'utf-8': [utf8, fromUtf8],
    'hex': [(value) => ((/^(?:[0-9a-f]{2})*/i.exec(value)[0]).match(/../g) || []).map((each) => parseInt(each, 16)), hex],
    'base64': [bytesOfBase64, base64],
    'base64url': [bytesOfBase64, base64url],
  };
  function encodingNamed(encoding) {
    const name = encoding === undefined ? 'utf8' : NativeString(encoding).toLowerCase();
    if (!Object.hasOwn(ENCODINGS, name)) { throw new TypeError('Unknown encoding: "' + encoding + '"'); }
    return ENCODINGS[name];
  }
  function bytesOf(value, encoding) {
    if (typeof value === 'string') { return encodingNamed(encoding)[0](value); }
    if (value instanceof ArrayBuffer) { return Array.from(new Uint8Array(value)); }
    if (ArrayBuffer.isView(value) && !(value instanceof Uint8Array)) { return Array.from(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)); }
    return Array.from(value);
  }
  const boundOf = (value, length, otherwise) => value === undefined ? otherwise : Math.max(0, Math.min(length, Math.trunc(value) || 0));
  function compared(a, b) {
    for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
      if (a[at] !== b[at]) { return a[at] < b[at] ? -1 : 1; }
    }
    return Math.sign(a.length - b.length);
  }
  class Buffer extends Uint8Array {
    static from(value, encodingOrOffset, length) {
      if (value instanceof ArrayBuffer) { return new Buffer(value, encodingOrOffset, length); }
      if (typeof value === 'number' || value === null || value === undefined) { throw new TypeError('first argument is not a string or Buffer-like object'); }
      if (typeof value === 'object' && !Array.isArray(value) && !ArrayBuffer.isView(value)) {
        const plain = value.valueOf();
        if (plain !== value) { return Buffer.from(plain, encodingOrOffset, length); }
        return new Buffer(value.type === 'Buffer' && Array.isArray(value.data) ? value.data : Array.from(value));
      }
      return new Buffer(typeof value === 'string' ? bytesOf(value, encodingOrOffset) : Array.from(value));
    }
    static alloc(size, fill, encoding) { return fill === undefined ? new Buffer(size) : new Buffer(size).fill(fill, encoding); }
    static allocUnsafe(size) { return new Buffer(size); }
    static isBuffer(value) { return value instanceof Buffer; }
    static isEncoding(encoding) { return typeof encoding === 'string' && Object.hasOwn(ENCODINGS, encoding.toLowerCase()); }
    static byteLength(value, encoding) { return bytesOf(value, encoding).length; }
    static compare(one, other) { return compared(one, other); }
    static concat(list, totalLength) {
      const bytes = list.flatMap((each) => Array.from(each));
      const length = totalLength === undefined ? bytes.length : totalLength;
      const made = new Buffer(length);
      made.set(bytes.slice(0, length));
      return made;
    }
    compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
      return compared(this.subarray(sourceStart, sourceEnd), Buffer.from(target).subarray(targetStart, targetEnd));
    }
    equals(other) { return compared(this, other) === 0; }
    copy(target, targetStart, sourceStart, sourceEnd) {
      const start = targetStart || 0;
      const bytes = Array.from(this.subarray(sourceStart, sourceEnd)).slice(0, Math.max(0, target.length - start));
      target.set(bytes, start);
      return bytes.length;
    }
    fill(value, offset, end, encoding) {
      const hasEncoding = typeof offset === 'string';
      const bytes = typeof value === 'number' ? [value & 255] : bytesOf(value, hasEncoding ? offset : encoding);
      const from = boundOf(hasEncoding ? undefined : offset, this.length, 0);
      const to = boundOf(hasEncoding ? undefined : end, this.length, this.length);
      for (let at = from; at < to; at += 1) { this[at] = bytes.length === 0 ? 0 : bytes[(at - from) % bytes.length]; }
      return this;
    }
    indexOf(value, byteOffset, encoding) { return found(this, value, byteOffset, encoding, 1); }
    lastIndexOf(value, byteOffset, encoding) { return found(this, value, byteOffset, encoding, -1); }
    includes(value, byteOffset, encoding) { return this.indexOf(value, byteOffset, encoding) !== -1; }
    slice(start, end) { return this.subarray(start, end); }
    toJSON() { return { type: 'Buffer', data: Array.from(this) }; }
    toString(encoding, start, end) {
      const [from, to] = [boundOf(start, this.length, 0), boundOf(end, this.length, this.length)];
      return encodingNamed(encoding)[1](from < to ? Array.from(this.subarray(from, to)) : []);
    }
    write(value, offset, length, encoding) {
      const name = [encoding, length, offset].find((each) => typeof each === 'string');
      const from = typeof offset === 'number' ? offset : 0;
      const room = Math.max(0, Math.min(this.length - from, typeof length === 'number' ? length : this.length));
      const bytes = bytesOf(NativeString(value), name);
      let taken = Math.min(room, bytes.length);
      // No half of a character.
      while (taken < bytes.length && (name === undefined || /^utf-?8$/i.test(name)) && (bytes[taken] & 192) === 128) { taken -= 1; }
      this.set(bytes.slice(0, taken), from);
      return taken;
    }
    swap16() { return swapped(this, 2); }
    swap32() { return swapped(this, 4); }
    swap64() { return swapped(this, 8); }
  }
  function found(buffer, value, byteOffset, encoding, step) {
    const isName = typeof byteOffset === 'string';
    const wanted = typeof value === 'number' ? [value & 255] : bytesOf(value, isName ? byteOffset : encoding);
    const last = buffer.length - wanted.length;
    const given = isName || byteOffset === undefined || Number.isNaN(byteOffset) ? (step === 1 ? 0 : buffer.length) : Math.trunc(byteOffset);
    const start = given < 0 ? buffer.length + given : given;
    for (let at = step === 1 ? Math.max(0, start) : Math.min(start, last); step === 1 ? at <= last : at >= 0; at += step) {
      if (wanted.every((byte, index) => buffer[at + index] === byte)) { return at; }
    }
    return -1;
  }
  function swapped(buffer, size) {
    if (buffer.length % size !== 0) { throw new RangeError('Buffer size must be a multiple of ' + size * 8 + '-bits'); }
    for (let at = 0; at < buffer.length; at += size) { buffer.subarray(at, at + size).reverse(); }
    return buffer;
  }
  function within(buffer, offset, size) {
    const at = offset === undefined ? 0 : offset;
    if (!Number.isInteger(at)) { throw new TypeError('offset is not a valid number'); }
    if (at < 0 || at + size > buffer.length) { throw new RangeError('index ' + at + ' is outside the bound of the buffer'); }
    return at;
  }
  const method = (name, value) => defineProperty(Buffer.prototype, name, { value, writable: true, configurable: true });
  for (const [name, size] of [['Int8', 1], ['Uint8', 1], ['Int16', 2], ['Uint16', 2], ['Int32', 4], ['Uint32', 4], ['Float32', 4], ['Float64', 8]]) {
    for (const end of size === 1 ? [''] : ['BE', 'LE']) {
      const view = (buffer, offset) => [new DataView(buffer.buffer, buffer.byteOffset), within(buffer, offset, size)];
      const read = function (offset) { const [data, at] = view(this, offset); return data['get' + name](at, end === 'LE'); };
      const write = function (value, offset) { const [data, at] = view(this, offset); data['set' + name](at, value, end === 'LE'); return at + size; };
      const called = { Float32: 'Float', Float64: 'Double' }[name] || name;
      for (const each of [called, called.replace('Uint', 'UInt')]) {
        method('read' + each + end, read);
        method('write' + each + end, write);
      }
    }
  }
  for (const end of ['BE', 'LE']) {
    const readUnsigned = function (offset, length) {
      const bytes = Array.from(this.subarray(within(this, offset, length), offset + length));
      return (end === 'BE' ? bytes : bytes.reverse()).reduce((sum, byte) => sum * 256 + byte, 0);
    };
    const write = function (value, offset, length) {
      const bytes = Array.from({ length }, (_, index) => ((Math.floor(value / 2 ** (8 * index)) % 256) + 256) % 256);
      this.set(end === 'BE' ? bytes.reverse() : bytes, within(this, offset, length));
      return offset + length;
    };
    for (const name of ['UInt', 'Uint']) {
      method('read' + name + end, readUnsigned);
      method('write' + name + end, write);
    }
    method('readInt' + end, function (offset, length) {
      const value = readUnsigned.call(this, offset, length);
      return value >= 2 ** (8 * length - 1) ? value - 2 ** (8 * length) : value;
    });
    method('writeInt' + end, write);
  }
  class TextEncoder {
    get encoding() { return 'utf-8'; }
    encode(value) { return new Uint8Array(value === undefined ? [] : utf8(value)); }
    encodeInto(value, target) {
      let read = 0, written = 0;
      for (const character of NativeString(value)) {
        const bytes = utf8(character);
        if (written + bytes.length > target.length) { break; }
        target.set(bytes, written);
        written += bytes.length;
        read += character.length;
      }
      return { read, written };
    }
  }
  class TextDecoder {
    constructor(label, options) {
      if (label !== undefined && !/^utf-?8$/i.test(label)) { throw new RangeError('The "' + label + '" encoding is not supported'); }
      const { fatal, ignoreBOM } = options || {};
      Object.assign(this, { encoding: 'utf-8', fatal: !!fatal, ignoreBOM: !!ignoreBOM });
    }
    decode(value) {
      const text = fromUtf8(value === undefined ? [] : bytesOf(value), this.fatal);
      return !this.ignoreBOM && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    }
  }

  // Runtime 1.0 has texts of bytes instead: a character for each.
  const bytesOfText = (value) => Array.from(value, (each) => each.charCodeAt(0));
  const isBytes = (value) => !/[^\0-\xff]/.test(value);
  const byteTexts = {
    toUTF8(start, end) { return latin1(utf8(this)).slice(start, end); },
    fromUTF8(start, end) { return fromUtf8(bytesOfText(NativeString(this).slice(start, end))); },
    toBytes(start, end) { const cut = NativeString(this).slice(start, end); return isBytes(cut) ? cut : null; },
    fromBytes(start, end) { return NativeString(this).slice(start, end); },
  };
  function bytesFrom(value, encoding) { return latin1(typeof value === 'string' ? encodingNamed(encoding)[0](value) : Array.from(value, (each) => each & 255)); }
`;
