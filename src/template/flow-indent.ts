/** Deeper than templates are nested. */
const INDENT = ' '.repeat(100);

/**
 * A text of YAML whose lines within brackets and braces are indented further than any key. CloudFormation, as most readers, takes such lines wherever they begin; the standard
 * wants them further right than the key that they belong to.
 *
 * @see https://yaml.org/spec/1.2.2/#74-flow-collection-styles
 */
export function withFlowIndented(text: string): string {
  const scanner = new FlowScanner();
  return text.split('\n').map((line) => {
    const isInside = scanner.depth > 0;
    scanner.read(line);
    return isInside ? `${INDENT}${line}` : line;
  }).join('\n');
}

/** Follows the brackets and braces of a text, line by line. */
class FlowScanner {
  public depth = 0;
  /** The quotation mark that a text within brackets goes on with. */
  private quote = '';
  /** The indent of the key whose value is a block of text; undefined outside of one. */
  private block?: number;

  public read(line: string): void {
    const indent = line.length - line.trimStart().length;
    if (this.block !== undefined && (line.trim() === '' || indent > this.block)) return;
    this.block = undefined;
    if (this.depth === 0 && /(?:^|[:\-]\s+)(?:!\S+\s+)?[|>][-+\d]*\s*(?:#.*)?$/.test(line)) {
      this.block = indent;
      return;
    }
    this.readFlow(line);
  }

  private readFlow(line: string): void {
    let before = '';
    for (let index = 0; index < line.length; index++) {
      const each = line[index];
      if (this.quote !== '') {
        index += this.quote === '"' && each === '\\' ? 1 : 0;
        this.quote = each === this.quote ? '' : this.quote;
      } else if (each === '#' && (index === 0 || /\s/.test(line[index - 1]))) {
        return;
      } else if ((each === '"' || each === '\'') && this.begins(before)) {
        this.quote = each;
      } else if ((each === '[' || each === '{') && (this.depth > 0 || this.begins(before))) {
        this.depth++;
      } else if ((each === ']' || each === '}') && this.depth > 0) {
        this.depth--;
      }
      before += each;
    }
    // outside of brackets a text in quotation marks isn't followed over lines: none of its brackets is at the beginning of a value
    this.quote = this.depth > 0 ? this.quote : '';
  }

  /** Whether a value begins here: elsewhere a bracket is a letter of a text. */
  private begins(before: string): boolean {
    return /(?:^|[:\-,[{]|![\w:.]+)\s*$/.test(before);
  }
}
