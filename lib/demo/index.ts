export { seedDemoWorld, type DemoFile } from './seed';
export { demoAvailable, overspend } from './overspend';
