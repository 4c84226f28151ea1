export {
  type CoveredPart,
  coverageOf,
  coveredParts,
  describeCoverage,
  keysAskedBy,
  type MeshCoverage,
} from './coverage';
export { decidingParts, isDenial, partsAskedBy } from './deciding-parts';
export { keyOf, type MeshPart, partsOf } from './parts';
