import type { Place } from '../weather/weather.js';

/** Where members live and run. Temperatures are °C; `rain` is the chance of a wet day, month by month. */
export interface Town {
  readonly name: string;
  readonly timeZone: string;
  readonly centre: Place;
  /** The mean of the year, how far summer and winter are from it, and how far afternoon and night are. */
  readonly temperature: { readonly mean: number; readonly season: number; readonly day: number };
  readonly rain: readonly number[];
  /** How keen people are to run, month by month. */
  readonly keenness: readonly number[];
  readonly givenNames: readonly string[];
  readonly familyNames: readonly string[];
}

const words = (text: string): readonly string[] => text.split(' ');

export const FREIBURG: Town = {
  name: 'Freiburg',
  timeZone: 'Europe/Berlin',
  centre: { lat: 47.9959, lng: 7.8522 },
  temperature: { mean: 11.5, season: 9, day: 4.5 },
  rain: [0.45, 0.4, 0.42, 0.42, 0.48, 0.45, 0.42, 0.4, 0.36, 0.4, 0.43, 0.48],
  keenness: [0.6, 0.65, 0.85, 1, 1.15, 1.15, 1, 1, 1.2, 1.05, 0.75, 0.55],
  givenNames: words(
    'Anna Ben Clara David Elif Emma Felix Finn Greta Hannah Ida Jakob Jonas Julia Karl Lea Lena Leon Lina Lukas ' +
      'Marie Max Mia Moritz Nele Noah Ole Paula Pia Rosa Samuel Sophie Theo Tim Tom Vera Yusuf Zoe',
  ),
  familyNames: words(
    'Bauer Becker Braun Demir Fischer Frank Fuchs Graf Haas Hartmann Hoffmann Jung Kaiser Keller Klein Koch Kraus ' +
      'Lang Lehmann Maier Neumann Peters Roth Sauer Schmidt Schneider Schulz Seidel Vogel Wagner Weber Winkler Wolf Yilmaz',
  ),
};

export const BENGALURU: Town = {
  name: 'Bengaluru',
  timeZone: 'Asia/Kolkata',
  centre: { lat: 12.8967, lng: 77.6482 },
  temperature: { mean: 24, season: 3, day: 4.5 },
  rain: [0.03, 0.03, 0.06, 0.18, 0.32, 0.38, 0.45, 0.5, 0.45, 0.42, 0.22, 0.08],
  keenness: [1.25, 1.2, 1.05, 0.85, 0.75, 0.85, 0.8, 0.8, 0.9, 1, 1.15, 1.25],
  givenNames: words(
    'Aarav Aditi Akash Ananya Anil Arjun Asha Deepa Divya Farah Gauri Imran Isha Karthik Kavya Kiran Lakshmi Manoj ' +
      'Meera Naveen Neha Nikhil Pooja Pranav Priya Rahul Ravi Rohan Sanjay Shreya Sneha Suresh Tara Varun Vidya Vikram',
  ),
  familyNames: words(
    'Acharya Bhat Chandra Das Desai Fernandes Gowda Gupta Hegde Iyer Jain Joshi Kamath Khan Krishnan Kulkarni Kumar ' +
      'Menon Murthy Nair Naidu Pai Patil Prasad Rao Reddy Sharma Shetty Singh Thomas Varma',
  ),
};

export const TOWNS: readonly Town[] = [FREIBURG, BENGALURU];
