import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argumentTypesText, TARGET } from '../../../scripts/argument-types';

test('the types of arguments are those of the sources; if not, run `npm run arguments`', () => {
  expect(readFileSync(join(__dirname, '../../..', TARGET), 'utf8')).toBe(argumentTypesText());
});
