// Real athletes by sport. First and last names overlap, for example Michael, Johnson and Jordan.

import type { Fact } from '../dataset.ts';

/** `football` is American football, `hockey` is ice hockey. */
const BY_SPORT = `
basketball:
  Michael Jordan, DeAndre Jordan, LeBron James, Kobe Bryant, Magic Johnson, Larry Bird, Tim Duncan,
  Kevin Durant, Kevin Garnett, Chris Paul, Paul Pierce, Paul George, James Harden, John Stockton,
  David Robinson, Patrick Ewing, Ray Allen, Anthony Davis, Gary Payton, Steve Nash
baseball:
  Ted Williams, Jackie Robinson, Frank Robinson, Randy Johnson, Walter Johnson, Mike Trout, David Ortiz,
  Barry Bonds, Bobby Bonds, Roger Clemens, Joe DiMaggio, Joe Morgan, George Brett, Frank Thomas
football:
  Joe Montana, Tom Brady, Peyton Manning, Eli Manning, Patrick Mahomes, Jim Kelly, Ray Lewis, Steve Young,
  Josh Allen, John Elway, Cameron Jordan, Lawrence Taylor, Emmitt Smith, Barry Sanders, Walter Payton
soccer:
  David Beckham, Michael Owen, George Best, George Weah, Bobby Moore, Bobby Charlton, Jack Charlton,
  Wayne Rooney, Harry Kane, Gary Lineker, Gary Neville, Phil Neville, Paul Scholes, John Terry, Ashley Cole,
  Andy Cole, Ashley Young, Jordan Pickford, Alex Morgan
tennis:
  Serena Williams, Venus Williams, Roger Federer, Andy Murray, Jamie Murray, Andy Roddick, Michael Chang,
  John McEnroe, Chris Evert, Tim Henman, Bob Bryan, Mike Bryan
golf:
  Tiger Woods, Phil Mickelson, Jordan Spieth, Tom Watson, Bubba Watson, Ben Hogan, Dustin Johnson,
  Justin Thomas, Justin Rose, Adam Scott, Bobby Jones, Jack Nicklaus
hockey:
  Wayne Gretzky, Bobby Hull, Brett Hull, Patrick Roy, Patrick Kane, Phil Esposito, Tony Esposito,
  Larry Robinson, Bobby Orr
cricket:
  Michael Vaughan, Mark Waugh, Steve Waugh, James Anderson, Ben Stokes, Joe Root, Chris Gayle, Chris Broad,
  Stuart Broad, David Warner, Mark Taylor, Brett Lee, Kevin Pietersen
boxing:
  Muhammad Ali, Laila Ali, Mike Tyson, Tyson Fury, Joe Frazier, Joe Louis, George Foreman, Lennox Lewis,
  Jack Johnson, Roy Jones, Anthony Joshua, Michael Spinks, Leon Spinks, Katie Taylor, Larry Holmes
swimming:
  Michael Phelps, Mark Spitz, Katie Ledecky, Adam Peaty, Simone Manuel, Duncan Scott, Tom Dean, Regan Smith
athletics:
  Usain Bolt, Carl Lewis, Michael Johnson, Ben Johnson, Mike Powell, Bob Beamon, Roger Bannister, Tyson Gay,
  Kelly Holmes, Marion Jones
gymnastics:
  Simone Biles, Dominique Dawes, Dominique Moceanu, Shawn Johnson, Louis Smith
cycling:
  Chris Froome, Mark Cavendish, Geraint Thomas, Jason Kenny, Laura Kenny, Adam Yates, Simon Yates,
  Tony Martin
`;

/** One fact per athlete; subjects are unique and consist of a first and a last name of one word each. */
export const ATHLETES: readonly Fact[] = BY_SPORT.trim()
  .split(/\n(?=\S)/)
  .flatMap((lines) => {
    const [sport, names] = lines.split(':');
    return names.split(',').map((name) => ({ subject: name.trim(), relation: 'sport', answer: sport }));
  });
