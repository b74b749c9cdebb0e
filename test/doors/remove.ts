import { rmSync } from 'node:fs';
import { FOLDER } from './door';

export default function remove(): void {
  rmSync(process.env[FOLDER]!, { recursive: true, force: true });
}
