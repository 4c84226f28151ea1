/**
 * The codes of Kiali's validations that codes of `check` cover.
 *
 * @see https://kiali.io/docs/features/validations/
 */
export const KIALI_CODES = [
  'KIA0002',
  'KIA0003',
  'KIA0004',
  'KIA0005',
  'KIA0101',
  'KIA0102',
  'KIA0104',
  'KIA0105',
  'KIA0106',
  'KIA0108',
  'KIA0201',
  'KIA0202',
  'KIA0203',
  'KIA0207',
  'KIA0208',
  'KIA0301',
  'KIA0302',
  'KIA0505',
  'KIA0506',
  'KIA0601',
  'KIA0602',
  'KIA0701',
  'KIA1004',
  'KIA1101',
  'KIA1102',
  'KIA1105',
  'KIA1106',
  'KIA1107',
  'KIA1211',
  'KIA1212',
  'KIA1301',
  'KIA1701',
  'KIA1702',
] as const;

/** A code of Kiali. */
export type KialiCode = (typeof KIALI_CODES)[number];
