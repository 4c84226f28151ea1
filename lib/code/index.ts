export {
  allPartsOf,
  type Code,
  codeOf,
  Expression,
  imported,
  importedAll,
  partsOf,
  variable,
} from './expression';
export { commentLines, print, quoted, WIDTH } from './print';
