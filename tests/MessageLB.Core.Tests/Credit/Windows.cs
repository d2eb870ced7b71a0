using MessageLB.Core.Credit;
using MessageLB.Core.Groups;

namespace MessageLB.Core.Tests.Credit;

/// <summary>Windows of destinations that nobody watches.</summary>
internal static class Windows
{
    /// <summary>A window with nothing in flight.</summary>
    public static CreditWindow Of(int limit)
    {
        var window = new DestinationState("g", "a", 0).Credit;
        window.Resize(limit);
        return window;
    }
}
