import {
  hashOf,
  type Question,
  questionIn,
  questionOf,
  requestOf,
} from '../../../lib/view/page/ask/question';

const FULL: Question = {
  method: 'POST',
  url: 'https://shop.example.com/cart?id=1&q=a b#part',
  from: 'mesh:shop/web',
  headers: ['x-group: testers', 'x-empty;', 'x-list: a, b', 'x-list: <script>'],
  claims: ['iss=https://issuer.example', 'groups=["a","b"]'],
  clientIp: '192.0.2.1',
  sni: '',
  clientCertificate: true,
};

test('an address holds the whole question', () => {
  expect(questionIn(hashOf(FULL))).toEqual(FULL);
  const small = { ...FULL, method: 'GET', from: 'gateway', headers: [], claims: [], clientIp: '' };
  const { sni: _, ...plain } = { ...small, sni: undefined, clientCertificate: false };
  expect(hashOf({ ...plain, sni: undefined })).toBe(
    '#url=https%3A%2F%2Fshop.example.com%2Fcart%3Fid%3D1%26q%3Da+b%23part',
  );
});

test('an address without a question has none', () => {
  expect(questionIn('#node=service:shop/web')).toBeUndefined();
});

test('a question becomes a request, and a request the same question', () => {
  const request = requestOf(FULL);
  expect(request).toEqual({
    url: FULL.url,
    method: 'POST',
    from: 'mesh:shop/web',
    headers: { 'x-group': ['testers'], 'x-empty': [''], 'x-list': ['a, b', '<script>'] },
    clientIp: '192.0.2.1',
    sni: '',
    clientCertificate: true,
    claims: { iss: 'https://issuer.example', groups: ['a', 'b'] },
  });
  expect(questionOf(request)).toEqual(FULL);
});

test.each([
  ['shop.example.com/cart', 'http://shop.example.com/cart'],
  [' https://shop.example.com/ ', 'https://shop.example.com/'],
  ['tcp://db:5432', 'tcp://db:5432'],
])('"%s" asks for %s', (url, asked) => {
  expect(requestOf({ ...FULL, url }).url).toBe(asked);
});

test('a header that is none is named', () => {
  expect(() => requestOf({ ...FULL, headers: ['x group'] })).toThrow(
    'the header "x group" is not a header; write it like "x-group: testers"',
  );
});
