import { parseUrl } from '../../../../lib/admission/schema/cel/parse-url';

test.each([
  ['http://a', { scheme: 'http', host: 'a', hostname: 'a', port: '', path: '', query: '' }],
  [
    'HTTPS://a:443/b/c?d=e#f',
    { scheme: 'https', host: 'a:443', hostname: 'a', port: '443', path: '/b/c', query: 'd=e' },
  ],
  ['http://user:pass@a/b#c?d', { scheme: 'http', host: 'a', hostname: 'a', port: '', path: '/b', query: '' }],
  [
    'http://[::1]:80/',
    { scheme: 'http', host: '[::1]:80', hostname: '::1', port: '80', path: '/', query: '' },
  ],
  [
    'http://[fe80::1%25en0]',
    { scheme: 'http', host: '[fe80::1%25en0]', hostname: 'fe80::1%25en0', port: '', path: '', query: '' },
  ],
  ['file:///a', { scheme: 'file', host: '', hostname: '', port: '', path: '/a', query: '' }],
  ['oci:a', { scheme: 'oci', host: '', hostname: '', port: '', path: '', query: '' }],
  ['example.com:80/a', { scheme: 'example.com', host: '', hostname: '', port: '', path: '', query: '' }],
  ['/a?b', { scheme: '', host: '', hostname: '', port: '', path: '/a', query: 'b' }],
  ['//a/b', { scheme: '', host: '', hostname: '', port: '', path: '//a/b', query: '' }],
  ['http://a:', { scheme: 'http', host: 'a:', hostname: 'a', port: '', path: '', query: '' }],
  ['*', { scheme: '', host: '', hostname: '', port: '', path: '*', query: '' }],
])('%s is a URL', (text, parts) => {
  expect(parseUrl(text)).toEqual(parts);
});

test.each([
  '',
  'a',
  'example.com/a',
  ':a',
  '1http://a',
  'http://a b',
  'http://a#b',
  'http://a:b',
  'http://::1/',
  'http://a:1:2',
  'http://[::1',
  'http://[a]',
  'http://[1.2.3.4]',
  'http://a%20b',
  'http://a%zz',
  'http://a/%z',
  'http://u^@a',
  'http://a\n',
])('%j is none', (text) => {
  expect(parseUrl(text)).toBeUndefined();
});
