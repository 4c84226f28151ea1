import { problemsOf } from '../../lib/admission';
import { ISTIO_KINDS } from '../../lib/admission/schema/kind-schemas';
import { VALIDATORS } from '../../lib/admission/validators';
import { fieldText } from '../../lib/manifests/field-path';

const object = { name: 'a', namespace: 'a', labels: {}, annotations: {}, spec: {} };

test('every kind of the CRDs has a validator, and no other kind has one', () => {
  expect([...VALIDATORS.keys()].sort()).toEqual(ISTIO_KINDS.map(({ kind }) => kind).sort());
});

test.each([...VALIDATORS.keys()])('%s: the metadata is validated, too', (kind) => {
  const fields = problemsOf(kind, { ...object, name: 'A' }, '1.32').map(({ field }) => fieldText(field));
  expect(fields).toContain('metadata.name');
  expect(problemsOf(kind, object, '1.32').map(({ field }) => fieldText(field))).not.toContain(
    'metadata.name',
  );
});

test('a spec that no schema admits is a problem, not an exception', () => {
  expect(problemsOf('VirtualService', { ...object, spec: { http: 'a' } }, '1.32')).toEqual([
    {
      field: ['spec'],
      message: expect.stringMatching(
        /^does not have the shape that VirtualService needs \(.+\); look at JSON patches and casts$/,
      ),
    },
  ]);
});

test.each(['constructor', 'Service'])('%s is not a kind of Istio', (kind) => {
  expect(problemsOf(kind, object, '1.32')).toEqual([]);
});
