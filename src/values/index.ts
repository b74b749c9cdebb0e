export { firstFew, sentenceList, shownCount } from './first-few';
export { packageFile, packageVersion } from './package-file';
export { Remembered } from './remembered';
export { nearestFirst, suggestion } from './suggestion';
export { inert, visible, withoutCommand } from './visible';
