// A few made-up songs for the built-in player: their names, and the notes that it plays.

/** notes: one for each eighth, in half tones from A4 (a dot is a rest), looped; bass: one for each half. seconds: how long it plays. */
export const tunes = [
  {
    name: 'Paper Lanterns',
    artist: 'The Quiet Tram',
    album: 'Last Stop Harbour',
    seconds: 48,
    beatsPerMinute: 92,
    wave: 'triangle',
    notes: '0 3 7 . 10 7 3 . -2 2 5 . 9 5 2 . -4 0 3 . 8 3 0 . -5 -1 2 5 7 . 5 .',
    bass: '-24 -24 -26 -26 -28 -28 -29 -17'
  },
  {
    name: 'Salt on the Window',
    artist: 'Mara Linde',
    album: 'Coastlines',
    seconds: 54,
    beatsPerMinute: 72,
    wave: 'sine',
    notes: '4 . 2 . 0 . -3 0 4 . 7 . 9 7 4 . 5 . 4 . 2 . 0 2 4 . 2 . -1 . . .',
    bass: '-20 -24 -20 -17 -22 -19 -24 -25'
  },
  {
    name: 'Elevator to the Roof',
    artist: 'Nine Green Doors',
    album: 'Floor Plans',
    seconds: 42,
    beatsPerMinute: 128,
    wave: 'square',
    notes: '0 . 0 3 . 0 5 . 0 . 0 7 . 5 3 . -2 . -2 2 . -2 3 . -4 . -4 0 2 3 5 7',
    bass: '-24 -24 -24 -24 -26 -26 -28 -28'
  },
  {
    name: 'Postcards, Unsent',
    artist: 'Ines & the Weather',
    album: 'Small Rain',
    seconds: 50,
    beatsPerMinute: 84,
    wave: 'sawtooth',
    notes: '7 . 5 3 . . 2 3 5 . 3 2 . . -2 . 3 . 2 0 . . -2 0 2 3 5 . 7 . . .',
    bass: '-21 -21 -26 -26 -24 -24 -19 -17'
  },
  {
    name: 'Blue Bicycle',
    artist: 'The Quiet Tram',
    album: 'Last Stop Harbour',
    seconds: 45,
    beatsPerMinute: 110,
    wave: 'triangle',
    notes: '2 6 9 6 2 6 9 11 4 7 11 7 4 7 11 13 6 9 13 9 6 9 11 9 7 6 4 2 1 2 4 .',
    bass: '-19 -19 -17 -17 -27 -27 -20 -12'
  }
] as const

export type Tune = (typeof tunes)[number]
