export { firstFew, sentenceList } from './first-few';
export { packageVersion } from './package-version';
export { Remembered } from './remembered';
export { nearestFirst, suggestion } from './suggestion';
