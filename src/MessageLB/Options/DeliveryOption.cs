using System.CommandLine;
using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Options;

/// <summary>When ingress messages are acknowledged, in the words of the configuration.</summary>
internal static class DeliveryOption
{
    public static Option<DeliveryMode?> Create(string description) => ValueParser.Create<DeliveryMode>("--delivery", "mode", description, TryRead);

    /// <summary>Its word.</summary>
    public static string NameOf(DeliveryMode mode) => mode == DeliveryMode.Hold ? "hold" : "handoff";

    private static bool TryRead(string text, out DeliveryMode mode, out string? problem)
    {
        mode = text == NameOf(DeliveryMode.Hold) ? DeliveryMode.Hold : DeliveryMode.Handoff;
        problem = text == NameOf(mode) ? null : "is neither handoff nor hold";
        return problem is null;
    }
}
