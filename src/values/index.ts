export { firstFew, sentenceList } from './first-few';
export { packageVersion } from './package-version';
export { nearestFirst, suggestion } from './suggestion';
