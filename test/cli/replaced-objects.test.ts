import { runDiff } from '../../lib/cli/diff';
import { runDraw } from '../../lib/cli/draw';
import { runTests } from '../../lib/cli/tests';
import { runTrace } from '../../lib/cli/trace';
import { app, gateway, routes, to } from '../scene';
import { runIn } from './run';

const OBJECTS = app('web') + gateway('gw');
const FIRST = OBJECTS + routes('routes', `[{ ${to('web')} }]`);
const SECOND = OBJECTS + routes('routes', '[{ directResponse: { status: 418 } }]');
const LINE = FIRST.slice(0, FIRST.indexOf('kind: VirtualService')).split('\n').length - 1;
const REPLACED = `Warning: dist/b.yaml:${LINE}: VirtualService default/routes is there twice: dist/a.yaml:${LINE} has it as well, and only this later one counts, as after \`kubectl apply\`; remove one of them`;

test.each([
  ['trace', runTrace, ['http://a.com/'], '=> 418 (direct response)'],
  ['draw', runDraw, [], 'VirtualService routes http[0]'],
  ['tests', runTests, [], 'status: 418'],
  ['diff', runDiff, ['dist/a.yaml', 'dist'], 'new: 418 (direct response)'],
  ['diff, where both versions have both', runDiff, ['dist', 'dist'], 'No request changes its fate'],
] as const)('%s says once which object does not count', (_, command, args, answer) => {
  const { err, out } = runIn({ 'dist/a.yaml': FIRST, 'dist/b.yaml': SECOND }, command, args);
  expect(err).toBe(REPLACED);
  expect(out).toContain(answer);
});

test('copies do no harm', () => {
  expect(runIn({ 'dist/a.yaml': FIRST, 'dist/b.yaml': FIRST }, runTrace, ['http://a.com/']).err).toBe('');
});

test('of many, the first few are named', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const gateways = (servers?: string) => names.map((name) => gateway(name, servers)).join('');
  const files = { 'dist/a.yaml': gateways(), 'dist/b.yaml': gateways('[]') };
  const lines = runIn(files, runTrace, ['http://a.com/']).err.split('\n');
  expect(lines.flatMap((line) => /: Gateway default\/(.) is there twice: /.exec(line)?.[1] ?? line)).toEqual([
    ...names.slice(0, 5),
    'Warning: 2 other objects are there twice; `cdk8s-istio check` names them',
  ]);
});
