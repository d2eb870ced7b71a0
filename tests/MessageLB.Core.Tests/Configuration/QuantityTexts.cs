using FsCheck;
using FsCheck.Fluent;

namespace MessageLB.Core.Tests.Configuration;

/// <summary>Texts that look like quantities: random strings over the characters that quantities are made of.</summary>
internal static class QuantityTexts
{
    public static Arbitrary<string> Any { get; } =
        Gen.Elements("0123456789..  smhdukKMGTiBb%/µ-+e\0".ToCharArray())
            .ArrayOf()
            .Select(characters => new string(characters))
            .ToArbitrary();
}
