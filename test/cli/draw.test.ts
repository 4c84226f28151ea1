import { runDraw } from '../../lib/cli/draw';
import { app, deployment, gateway, routes, to } from '../scene';
import { type Run, runIn } from './run';

const SHOP =
  app('web') +
  deployment('job') +
  gateway('gw') +
  routes(
    'routes',
    `[{ match: [{ method: { exact: PUT } }], directResponse: { status: 405 } }, { ${to('web')} }]`,
  );

function run(...args: string[]): Run {
  return runIn({ 'dist/shop.yaml': SHOP, 'dist/broken.txt': 'a: [', 'broken.yaml': 'a: [' }, runDraw, args);
}

test('markdown has fences around the drawing, and what it leaves out below it', () => {
  const { status, out, err } = run('--output', 'markdown');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toMatch(
    /^```mermaid\nflowchart LR\n[^`]*\n```\n\nThe drawing leaves out 1 workload without a Service\.$/,
  );
});

test('the text alone says on standard error what it leaves out', () => {
  const { status, out, err } = run();
  expect({ status, err }).toEqual({ status: 0, err: 'The drawing leaves out 1 workload without a Service.' });
  expect(out).toMatch(/^flowchart LR\n/);
});

test('a method may stand before the URL of a request', () => {
  expect(run('--request', 'PUT http://a.com/').out).toContain('(["405 (direct response)"])');
  expect(run('--request', 'http://a.com/').out).not.toContain('405');
});

test('what servers speak can be said, as for trace', () => {
  const told = (...args: string[]) =>
    run('--from', 'mesh:default/web', '--request', 'http://b.com:80/', ...args).out;
  expect(told()).not.toContain('503 UC');
  expect(told('--server', 'b.com:80=TLS')).toContain('503 UC');
});

test('a file that is not YAML is named, and nothing is drawn', () => {
  expect(run('broken.yaml')).toEqual({
    status: 2,
    out: '',
    err: 'broken.yaml:1:5: is not YAML: unexpected end of the stream within a flow collection',
  });
});

test.each([
  [['--request', 'a.com'], '"a.com" is not a URL; write it like "https://shop.example.com/cart"'],
  [['--output', 'png'], '--output "png" is unknown; use mermaid or markdown'],
  [['nowhere'], 'cannot read "nowhere": there is no such file or folder'],
])('%j is a wrong call', (args, message) => {
  expect(() => run(...args)).toThrow(message);
});
