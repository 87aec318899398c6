// Countries and capitals with names of one word each. Jordan is also a name of athletes.

import type { Fact } from '../dataset.ts';

const COUNTRY_AND_CAPITAL = `
  France Paris, Germany Berlin, Italy Rome, Spain Madrid, Portugal Lisbon, Austria Vienna, Belgium Brussels,
  Denmark Copenhagen, Norway Oslo, Sweden Stockholm, Finland Helsinki, Iceland Reykjavik, Ireland Dublin,
  Poland Warsaw, Hungary Budapest, Romania Bucharest, Bulgaria Sofia, Greece Athens, Turkey Ankara, Russia Moscow,
  Ukraine Kyiv, Belarus Minsk, Latvia Riga, Lithuania Vilnius, Estonia Tallinn, Serbia Belgrade, Croatia Zagreb,
  Slovenia Ljubljana, Slovakia Bratislava, Albania Tirana, Cyprus Nicosia, Georgia Tbilisi, Armenia Yerevan,
  Azerbaijan Baku, Jordan Amman, Lebanon Beirut, Syria Damascus, Iraq Baghdad, Iran Tehran, Qatar Doha, Oman Muscat,
  Afghanistan Kabul, Pakistan Islamabad, Nepal Kathmandu, Bangladesh Dhaka, Thailand Bangkok, Vietnam Hanoi,
  China Beijing, Japan Tokyo, Mongolia Ulaanbaatar, Australia Canberra, Egypt Cairo, Morocco Rabat, Tunisia Tunis,
  Algeria Algiers, Kenya Nairobi, Uganda Kampala, Ghana Accra, Nigeria Abuja, Senegal Dakar, Angola Luanda,
  Canada Ottawa, Cuba Havana, Peru Lima
`;

export const CAPITALS: readonly Fact[] = COUNTRY_AND_CAPITAL.split(',').map((pair) => {
  const [country, capital] = pair.trim().split(' ');
  return { subject: country, relation: 'capital', answer: capital };
});
