import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { contentsOf } from '../../../lib/manifests/files';
import { pageDataOf } from '../../../lib/view/document/page-data-of';
import { pageDocument } from '../../../lib/view/document/page-document';
import { app, routes, secret, to } from '../../scene';

const CODE = {
  script: 'start()',
  checks: 'check()',
  styles: 'body { color: red }',
  notices: 'MIT <a@b.example>\n',
};
const OPTIONS = { istio: '1.32', profile: 'default', hostPorts: { 9080: 80 } } as const;

function dataOf(text: string, file = 'mesh.yaml') {
  const texts = [{ file, text, isPatch: false }];
  const contents = contentsOf({ texts, notes: [] });
  return pageDataOf({
    paths: [file],
    fileOptions: [],
    texts,
    contents,
    context: [],
    ignore: [],
    options: OPTIONS,
  });
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

test('only the own script and the own styles may be used, and nothing may be loaded', () => {
  const { html, contentSecurityPolicy } = pageDocument(CODE, dataOf(app('web')));
  const policy = `default-src 'none'; script-src ${hashOf(CODE.script)} ${hashOf(CODE.checks)}; style-src ${hashOf(CODE.styles)}; img-src data:; base-uri 'none'; form-action 'none'`;
  expect(html).toContain(`<meta http-equiv="Content-Security-Policy" content="${policy}">`);
  expect(contentSecurityPolicy).toBe(`${policy}; frame-ancestors 'none'`);
});

test('a page of a server may ask that server for changes', () => {
  const { contentSecurityPolicy } = pageDocument(CODE, { ...dataOf(app('web')), isLive: true });
  expect(contentSecurityPolicy).toContain("; connect-src 'self';");
});

test('no text of the manifests ends the element of the data, and all of it comes back', () => {
  const text = `${app('web')}# </script><!--<script>\u2028\u2029&lt;\n`;
  const { html } = pageDocument(CODE, dataOf(text, '<b>&.yaml'));
  const [, json = ''] = /<script type="application\/json" id="mesh-data">(.*?)<\/script>/s.exec(html) ?? [];
  expect(json).not.toMatch(/[<\u2028\u2029]/);
  expect(JSON.parse(json).files).toEqual([{ name: '<b>&.yaml', text }]);
  expect(html).toContain('<title>&lt;b&gt;&amp;.yaml: the mesh</title>');
  expect(html.match(/<script/g)).toHaveLength(4);
});

test('the data has findings, what is no YAML, and nothing of Secrets', () => {
  const text = `${routes('r', `[{ ${to('nowhere')} }]`)}${secret('s', { 'tls.crt': 'not-base64!' })}a: [`;
  const data = dataOf(text);
  expect(data.problems).toEqual([
    expect.objectContaining({ file: 'mesh.yaml', message: expect.stringContaining('is not YAML') }),
  ]);
  expect(data.findings.map(({ code }) => code)).toContain('IST0101');
  expect(JSON.stringify(data)).not.toContain('not-base64');
});

test('a finding has the codes of those with the same cause, as check prints them', () => {
  const { findings } = dataOf(readFileSync('docs/examples/shop.yaml', 'utf8'));
  expect(findings.map(({ codes }) => codes)).toEqual([['IST0101', 'IST0132'], ['IST0101'], ['IST0131']]);
});
