/** Header lines in the order and the case in which they go over the wire. */
export type HeaderList = (readonly [name: string, value: string])[];

/** Whether a name is that of a header, given in lower case. */
export function isNamed(name: string, lowerCase: string): boolean {
  return name.length === lowerCase.length && (name === lowerCase || name.toLowerCase() === lowerCase);
}

/** The value of a header, its lines joined as HTTP joins them; undefined where there is none. */
export function headerOf(headers: HeaderList, name: string): string | undefined {
  const lowerCase = name.toLowerCase();
  let joined: string | undefined;
  for (const [each, value] of headers) {
    if (isNamed(each, lowerCase)) {
      joined = joined === undefined ? value : `${joined}, ${value}`;
    }
  }
  return joined;
}

/** The values of a header, one for each of its lines. */
export function headerLines(headers: HeaderList, name: string): string[] {
  const lowerCase = name.toLowerCase();
  return headers.filter(([each]) => isNamed(each, lowerCase)).map(([, value]) => value);
}

/** Whether there is a header of a name. */
export function hasHeader(headers: HeaderList, name: string): boolean {
  const lowerCase = name.toLowerCase();
  return headers.some(([each]) => isNamed(each, lowerCase));
}

/** The list without a header. */
export function withoutHeader(headers: HeaderList, name: string): HeaderList {
  return hasHeader(headers, name) ? headers.filter(([each]) => !isNamed(each, name.toLowerCase())) : headers;
}

/** The list with a header set: in place of the one that was there, else at the end. */
export function withHeader(headers: HeaderList, name: string, value: string): HeaderList {
  return [...withoutHeader(headers, name), [name, value]];
}
