import { runView } from '../../lib/cli/view';
import { app } from '../scene';
import { type Run, runIn } from './run';

function run(...args: string[]): Run {
  return runIn({ 'dist/shop.yaml': app('web'), 'empty/readme.txt': '' }, runView, args);
}

test.each([
  [['nowhere'], 'cannot read "nowhere": there is no such file or folder'],
  [['empty'], 'no YAML or JSON files in "empty"'],
  [['--serve=0'], '--serve "0" is not a port; use a number from 1 to 65535'],
  [['--serve', '99999'], '--serve "99999" is not a port; use a number from 1 to 65535'],
  [['--serve', 'abc'], 'cannot read "abc": there is no such file or folder'],
  [['--output', ''], '--output is empty; name the file for the page'],
  [['--serve', '-'], 'standard input cannot be read again when it changes; name a file or a folder'],
  [
    ['--serve', '--output', 'a.html'],
    '--output and --serve exclude each other; call view twice to write and to serve the page',
  ],
  [['--istio', '1.29'], 'Istio "1.29" is not supported; use one of 1.30, 1.31, 1.32'],
])('%j is a wrong call', (args, message) => {
  expect(() => run(...args)).toThrow(message);
});
