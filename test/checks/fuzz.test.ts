import fc from 'fast-check';
import { check } from '../../lib/checks';
import { MESSAGE_TYPES } from '../../lib/checks/message-types';
import { manifestOf } from '../../lib/manifests/manifest';
import { holds } from '../holds';
import { brokenObject, plausibleObject } from './arbitrary-manifest';
import { failuresOf } from './failures';

/** Checks the objects, and holds the messages to what every message promises. */
function checkAll(objects: readonly unknown[]): void {
  const manifests = objects.flatMap((object) => manifestOf(object) ?? []);
  const messages = check(manifests);
  expect(failuresOf(messages)).toEqual([]);
  for (const { code, level, object, message } of messages) {
    expect(MESSAGE_TYPES).toContainEqual(expect.objectContaining({ code, level }));
    expect(manifests).toContain(object);
    expect(message).not.toMatch(/undefined|\[object|NaN|function/);
    expect(message).not.toMatch(/^$|\n/);
  }
}

test('no plausible mesh makes the checks fail', () => {
  holds(fc.property(fc.array(plausibleObject, { maxLength: 8 }), checkAll), 100);
});

test('no object of any shape makes the checks fail', () => {
  holds(fc.property(fc.array(fc.oneof(plausibleObject, brokenObject), { maxLength: 4 }), checkAll), 100);
});
