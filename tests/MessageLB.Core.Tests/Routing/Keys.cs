using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Transport;

namespace MessageLB.Core.Tests.Routing;

/// <summary>Messages with keys, and where they go.</summary>
internal static class Keys
{
    public static MessageProperties Of(string key) => new() { Headers = new Dictionary<string, object?> { [HeaderNames.Key] = key } };

    /// <summary>The destination of each of the keys k0, k1 … while nothing is in flight.</summary>
    public static string[] Owners(this DestinationPicker picker, GroupSnapshot snapshot, int count)
    {
        var owners = new string[count];
        for (var i = 0; i < count; i++) owners[i] = picker.Choose(snapshot, "", Of($"k{i}"))!.Name;
        return owners;
    }
}
