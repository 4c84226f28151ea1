import { runView } from '../../lib/cli/view';
import { app } from '../scene';
import { type Run, runIn } from './run';

function run(...args: string[]): Run {
  const files = { 'dist/shop.yaml': app('web'), 'empty/readme.txt': '', 'main.ts': 'app.synth();' };
  return runIn(files, runView, args);
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
  [['--output', '-', '--open'], '--open needs a file, and --output - writes none; name a file'],
  [['--output', 'empty'], '"empty" is a folder; name a file in it for the page'],
  [
    ['--output', 'main.ts'],
    '"main.ts" is there, and is not a page that view wrote; name another file, or remove it',
  ],
  [
    ['dist', '--output', './dist/shop.yaml'],
    '"./dist/shop.yaml" is there, and is not a page that view wrote; name another file, or remove it',
  ],
  [
    ['--server', 'a.com:443'],
    '--server "a.com:443" has no protocol; write it like "api.example.com:443=TLS"',
  ],
  [
    ['--server', 'a.com=TLS'],
    '"a.com" is not a place of a server; write it like "api.example.com:443" or "shop/web:8080"',
  ],
  [['--istio', '1.29'], 'Istio "1.29" is not supported; use one of 1.30, 1.31, 1.32'],
])('%j is a wrong call', (args, message) => {
  expect(() => run(...args)).toThrow(message);
});
