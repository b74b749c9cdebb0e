import { probe, type ProbeReport } from '../../src/probe';
import { PAGE } from './answers';
import { type Animal, ANSWER_ANIMALS, CACHE_ANIMALS, HEALTHY_ANIMALS, HOLE_ANIMALS, PREFLIGHT_ANIMALS } from './zoo';
import { ZooServer } from './zoo-keeper';

async function probed({ asked = {}, lives }: Animal): Promise<ProbeReport> {
  const server = new ZooServer(lives);
  try {
    const url = await server.url();
    return await probe({ url: `${url}/items`, timeout: 60_000, totalTimeout: 600_000, ...asked, pages: (asked.pages ?? [PAGE]).map((page) => (page === 'self' ? url : page)) });
  } finally {
    await server.close();
  }
}

const rulesOf = ({ findings }: ProbeReport) => findings.map(({ rule }) => rule);

describe.each([
  ['preflights', PREFLIGHT_ANIMALS],
  ['answers', ANSWER_ANIMALS],
  ['caches', CACHE_ANIMALS],
  ['holes', HOLE_ANIMALS],
  ['healthy ones', HEALTHY_ANIMALS],
] as const)('%s', (_, animals) => {
  test.each(animals.map((animal) => [animal.name, animal] as const))('%s', async (_name, animal) => {
    expect(rulesOf(await probed(animal))).toEqual(animal.rules);
  });
});
