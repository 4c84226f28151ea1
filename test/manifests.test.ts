import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const manifests = readdirSync('dist').filter((file) => file.endsWith('.yaml'));

// `npx jest -u` accepts the manifests as they are now.
test.each(manifests)('dist/%s is what was accepted', (file) => {
  expect(readFileSync(join('dist', file), 'utf8')).toMatchSnapshot();
});
