import { Compile, parse } from 'velocityjs';
import { Input, Overrides, renderMappingTemplate, Template } from '../src/velocity';
import { median, type Result, rounded } from './result';

const TEMPLATES: { readonly [name: string]: string } = {
  'a preflight that knows three origins': '#set($origin = $input.params("Origin"))#if($origin == "https://a.example.com" || $origin == "https://b.example.com"'
    + ' || $origin == "https://c.example.com")#set($allowed = $origin)#end{"statusCode": 200, "origin": "$!allowed"}',
  'all of a request as one document': '#set($all = $input.params()){#foreach($place in $all.keySet())#set($params = $all.get($place))"$place": {#foreach($name in $params.keySet())'
    + '"$name": "$util.escapeJavaScript($params.get($name))"#if($foreach.hasNext), #end#end}#if($foreach.hasNext), #end#end, "stage": "$context.stage"}',
  'a list, item by item': '{"items": [#foreach($item in $input.path("$").list){"a": "$item.a", "n": $foreach.count}#if($foreach.hasNext), #end#end]'
    + ', "size": $input.path("$").list.size()}',
};

const BODY = `{"list":[${Array.from({ length: 20 }, (_, index) => `{"a":"item ${index}"}`).join(',')}]}`;
const PARAMETERS = {
  path: { id: '7' }, querystring: { q: 'x', page: '2' }, header: { 'Origin': 'https://c.example.com', 'Accept': '*/*', 'User-Agent': 'bench' },
};
const CONTEXT = { stage: 'prod', identity: { sourceIp: '192.0.2.1' } };

type Render = () => string;
type Read = (template: string) => Render;

function read(text: string): Render {
  const template = Template.of(text);
  const { path, querystring, header } = PARAMETERS;
  const parameters = { path: Object.entries(path), querystring: Object.entries(querystring), header: Object.entries(header) };
  return () => String(renderMappingTemplate(template, {
    input: new Input(BODY, parameters, 'empty'), overrides: new Overrides(), context: () => CONTEXT, stageVariables: () => ({}),
  }));
}

function readByVelocityjs(text: string): Render {
  const template = parse(text);
  return () => {
    const body: unknown = JSON.parse(BODY);
    const all: { readonly [name: string]: string } = { ...PARAMETERS.header, ...PARAMETERS.querystring, ...PARAMETERS.path };
    const input = { params: (name?: string) => (name === undefined ? PARAMETERS : all[name] ?? ''), path: () => body };
    return new Compile(template).render({ input, util: { escapeJavaScript: (value: string) => value.replaceAll('/', '\\/') }, context: CONTEXT });
  };
}

const SIDES: { readonly [name: string]: Read } = { 'cdk-cors': read, 'velocityjs': readByVelocityjs };
const ROUNDS = 21;
const RENDERINGS = 500;
const READINGS = 100;

/** Microseconds of processor time. */
function cost(times: number, work: () => unknown): number {
  const before = process.cpuUsage();
  for (let index = 0; index < times; index++) {
    work();
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

/** Of each side, in turns. */
function medians(times: number, work: (read: Read) => () => unknown): number[] {
  const sides = Object.values(SIDES).map((side) => ({ work: work(side), costs: [] as number[] }));
  for (let round = 0; round < ROUNDS; round++) {
    sides.forEach((side) => side.costs.push(cost(times, side.work)));
  }
  return sides.map(({ costs }) => median(costs));
}

function rowOf(name: string, template: string): Result['rows'][number] {
  const texts = Object.values(SIDES).map((side) => side(template)());
  if (texts[0] !== texts[1]) throw new Error(`${name}: ${texts.join(' is not ')}`);
  const [ours, theirs] = medians(RENDERINGS, (side) => side(template));
  let reading = 0;
  // No text twice: cdk-cors remembers what it has read.
  const [ourReading, theirReading] = medians(READINGS, (side) => () => side(`${template}## ${reading++}`));
  return {
    'template': name,
    'µs to render': rounded(ours, 1),
    'velocityjs': rounded(theirs, 1),
    'ratio': rounded(ours / theirs),
    'µs to read it': rounded(ourReading, 1),
    'velocityjs ': rounded(theirReading, 1),
    'ratio ': rounded(ourReading / theirReading),
  };
}

/** What a mapping template costs, here and with velocityjs. */
export function run(): Result {
  return {
    title: 'Mapping templates',
    rows: Object.entries(TEMPLATES).map(([name, template]) => rowOf(name, template)),
    notes: [
      `Processor time in one process, in turns, medians of ${ROUNDS} rounds of ${RENDERINGS} renderings. The texts are compared first: they are equal.`,
      'cdk-cors reads each request\'s body and counts every step, velocityjs is handed JavaScript objects and counts none.',
    ],
  };
}
