import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { inTemporaryFolder } from '../support';
import { makeProject, manifestOfPackage, PACKAGE, run } from './project';

const FILES = readdirSync(PACKAGE, { recursive: true }).map(String);

/** What few manifests need: a regular expression, and a rule in CEL that has to be run. */
const RARE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: regex }
spec: { hosts: [a.com], http: [{ match: [{ uri: { regex: "(" } }], directResponse: { status: 503 } }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cel }
spec: { hosts: [a.com], http: [{ timeout: soon, directResponse: { status: 503 } }] }
`;

test('the package has the built library, its commands and its documents, and nothing else', () => {
  expect(FILES).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'docs/library.md', 'build/lib/index.d.ts']),
  );
  const sources = FILES.filter((file) => /\.ts$/.test(file) && !/\.d\.ts$/.test(file));
  expect(sources.filter((file) => !/^examples\/[^/]+\/main\.ts$/.test(file))).toEqual([]);
  expect(FILES.filter((file) => /^(test|scripts|dist|bench\/.*\.ts|build\/docs)/.test(file))).toEqual([]);
});

test('the links of the documents lead to files of the package, except for those to its sources', () => {
  const broken = FILES.filter((file) => file.endsWith('.md')).flatMap((file) =>
    [
      ...readFileSync(join(PACKAGE, file), 'utf8')
        .replace(/```[\s\S]*?```/g, '')
        .matchAll(/\]\(([^)#\s]+)[^)]*\)/g),
    ]
      .map(([, link = '']) => link)
      .filter((link) => !/^https?:/.test(link))
      .map((link) => normalize(join(dirname(file), link)).replace(/\/$/, ''))
      .filter((link) => !FILES.includes(link))
      .map((link) => `${file} -> ${link}`),
  );
  expect(broken.filter((link) => !/^docs\/checks\.md -> lib\//.test(link))).toEqual([]);
});

test('the command brings all that it needs', () => {
  inTemporaryFolder((folder) => {
    makeProject(folder, [], { 'rare.yaml': RARE });
    const cli = 'node_modules/cdk8s-istio/bin/cdk8s-istio.cjs';
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'check', 'rare.yaml'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toMatch(/^rare\.yaml:4: Error \[IST0106\] .*regex/m);
    expect(stdout).toMatch(/^rare\.yaml:9: Error \[IST0106\] .*timeout/m);
    expect(run(folder, cli, 'trace', 'http://a.com/', 'rare.yaml')).toMatch(/\n=> connection refused/);
  });
});

test.each(Object.keys(manifestOfPackage().dependencies))('the notices name %s, which is bundled', (name) => {
  expect(readFileSync(join(PACKAGE, 'build/cli/THIRD-PARTY-NOTICES'), 'utf8')).toMatch(
    new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'),
  );
});
