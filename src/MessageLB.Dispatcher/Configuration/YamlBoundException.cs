using YamlDotNet.Core;

namespace MessageLB.Dispatcher.Configuration;

/// <summary>A text is YAML and goes beyond what a configuration may be. Never leaves this folder.</summary>
/// <param name="place">Where it does.</param>
/// <param name="message">The bound.</param>
internal sealed class YamlBoundException(Mark place, string message) : YamlException(place, place, message);
