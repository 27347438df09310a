export { seedDemoWorld, type DemoFile } from './seed';
export { demoAvailable, overspend } from './overspend';
export { COMPTOIR_HANDLE } from './world';
