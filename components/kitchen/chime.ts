/** Two notes. Silent where the browser lets no page sound that nobody has touched yet. */
export function chime(): void {
  const audio = new AudioContext();
  const note = (frequency: number, from: number): void => {
    const [oscillator, gain] = [audio.createOscillator(), audio.createGain()];
    oscillator.frequency.value = frequency;
    gain.gain.setValueAtTime(0.25, audio.currentTime + from);
    gain.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + from + 0.35);
    oscillator.connect(gain).connect(audio.destination);
    oscillator.start(audio.currentTime + from);
    oscillator.stop(audio.currentTime + from + 0.35);
    oscillator.onended = () => (from > 0 ? void audio.close() : undefined);
  };
  note(880, 0);
  note(1175, 0.2);
}
