using FsCheck;
using FsCheck.Fluent;

namespace MessageLB.Core.Tests.Abstractions;

/// <summary>What becomes of a message on the way, or in bad hands: one byte changed, cut short, a piece left out or doubled, or any bytes.</summary>
internal static class Damage
{
    public static void Check(byte[] valid, Func<byte[], bool> holds)
    {
        var damaged = from position in Gen.Choose(0, valid.Length - 1)
                      from value in Gen.Choose(0, 255)
                      from cut in Gen.Choose(0, valid.Length)
                      from kind in Gen.Choose(0, 2)
                      select kind switch
                      {
                          0 => valid.Select((b, i) => i == position ? (byte)value : b).ToArray(),
                          1 => valid.Take(cut).ToArray(),
                          _ => [.. valid.Take(cut), .. valid.Skip(position)],
                      };
        var random = ArbMap.Default.ArbFor<byte[]>().Generator;
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(Gen.OneOf(damaged, random).ToArbitrary(), holds));
    }
}
