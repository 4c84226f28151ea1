import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Helm, Include } from 'cdk8s';
import { MeshApp } from '../../lib';
import { synthesize } from './synthesize';

const MANIFESTS = `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { mode: 0755, on: yes, text: "one\\ntwo" }
---
# nothing
---
apiVersion: v1
kind: Secret
`;

describe('writes what plain cdk8s would write', () => {
  test('of an included file', () => {
    const define = (app: App, folder: string) => {
      const url = join(folder, 'manifests.yaml');
      writeFileSync(url, MANIFESTS);
      new Include(new Chart(app, 'included'), 'file', { url });
    };

    const files = synthesize(MeshApp, define);
    expect(files).toEqual(synthesize(App, define));
    expect(files['included.k8s.yaml']).toContain('name: settings');
  });

  test('of a Helm chart', () => {
    const define = (app: App, folder: string) => {
      // Stands in for helm, which need not be installed.
      const helmExecutable = join(folder, 'helm');
      writeFileSync(helmExecutable, `#!/bin/sh\ncat <<'END'\n${MANIFESTS}END\n`, { mode: 0o755 });
      new Helm(new Chart(app, 'helm'), 'release', { chart: 'any', helmExecutable });
    };

    const files = synthesize(MeshApp, define);
    expect(files).toEqual(synthesize(App, define));
    expect(files['helm.k8s.yaml']).toContain('kind: Secret');
  });
});
