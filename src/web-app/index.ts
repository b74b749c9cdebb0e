export * from './api-behavior';
export * from './api-behavior-options';
export * from './security-headers-options';
export * from './site';
export * from './web-app';
export * from './web-app-props';
