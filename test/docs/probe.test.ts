import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { probe as command } from '../../src/cli/probe';
import { probe, PROBE_FORMATS } from '../../src/probe';
import { RULES } from '../../src/verify';
import { PAGE } from '../probe/answers';
import { ANSWER_ANIMALS, CACHE_ANIMALS, HOLE_ANIMALS, PREFLIGHT_ANIMALS } from '../probe/zoo';
import { ZooServer } from '../probe/zoo-keeper';
import { ROOT } from '../support/assembly';

const GUIDE = readFileSync(join(ROOT, 'docs/guides/probe.md'), 'utf8');

test('the guide has every option and every format', () => {
  const documented = [...GUIDE.matchAll(/^\| `--([\w-]+)/gm)].map(([, name]) => name);
  expect(documented.sort()).toEqual(command.options.map(({ name }) => name).sort());
  expect(Object.keys(PROBE_FORMATS).filter((name) => !GUIDE.includes(`\`${name}\``))).toEqual([]);
});

test('what the guide says is recognised has a rule, and lives in the zoo', () => {
  const [, table] = /## What it recognises\n([^]*?)\n## /.exec(GUIDE)!;
  const named = [...table.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, id]) => id).filter((id) => RULES.some((rule) => rule.id === id));
  const found = new Set([PREFLIGHT_ANIMALS, ANSWER_ANIMALS, CACHE_ANIMALS, HOLE_ANIMALS].flat().flatMap(({ rules }) => rules));
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((id) => !found.has(id))).toEqual([]);
});

test('the guide has every name of the JSON report', async () => {
  const server = new ZooServer(PREFLIGHT_ANIMALS[0].lives);
  try {
    const report = await probe({ url: await server.url(), pages: [PAGE], maxRequests: 3, timeout: 60_000 });
    const names = Object.keys(JSON.parse(PROBE_FORMATS.json({ ...report, failure: { kind: 'dns', message: '' } })));
    const [, table] = /## JSON\n([^]*)/.exec(GUIDE)!;
    expect(names.filter((name) => name !== 'url' && !table.includes(`\`${name}\``))).toEqual([]);
  } finally {
    await server.close();
  }
});
