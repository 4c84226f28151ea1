export { type Code, codeOf, Expression, imported, partsOf, variable } from './expression';
export { commentLines, print, quoted, WIDTH } from './print';
