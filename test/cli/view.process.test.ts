import { readFileSync } from 'node:fs';
import { runView } from '../../lib/cli/view';
import { app, secret } from '../scene';
import { runIn } from './run';

test('the page is one file of less than 2 MB, with the manifests and without their secrets', () => {
  const files = { 'dist/shop.yaml': app('web') + secret('s', { password: 'aHVudGVyMg==' }) };
  let html = '';
  const { status, out, err } = runIn(
    files,
    (args, output) => {
      const result = runView(args, output);
      html = readFileSync('build/mesh.html', 'utf8');
      return result;
    },
    [],
  );
  expect({ status, out, err }).toEqual({ status: 0, out: 'build/mesh.html', err: '' });
  expect(html.length).toBeLessThan(2_000_000);
  expect(html).toContain('name: web');
  expect(html).not.toContain('aHVudGVyMg');
  expect(html).not.toMatch(/(?:src|href)=["']?(?:https?:)?\/\//);
});
