/** Whether a JSON text is nested in more levels than a maximum. */
export function isDeeperThan(max: number, json: string): boolean {
  if (json.length <= 2 * max) return false;
  let level = 0;
  for (let at = 0; at < json.length; at++) {
    const each = json[at];
    if (each === '"') {
      at = endOfString(json, at);
    } else if (each === '[' || each === '{') {
      if (++level > max) return true;
    } else if (each === ']' || each === '}') {
      level--;
    }
  }
  return false;
}

function endOfString(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (end > 0 && isEscaped(json, end)) {
    end = json.indexOf('"', end + 1);
  }
  return end < 0 ? json.length : end;
}

function isEscaped(json: string, at: number): boolean {
  let backslashes = 0;
  while (json[at - 1 - backslashes] === '\\') {
    backslashes++;
  }
  return backslashes % 2 === 1;
}
