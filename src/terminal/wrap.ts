/** A text in lines of at most a width, broken at spaces. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines = [''];
    for (const word of paragraph.split(' ')) {
      const line = lines[lines.length - 1];
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(word);
      } else {
        lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
      }
    }
    return lines;
  });
}
